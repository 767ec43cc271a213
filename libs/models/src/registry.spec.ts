import { describeRegistry } from '@nhat/documents/testing/describe-registry';
import { backbones } from './registry';

describe('the registry of backbones', () => {
  describeRegistry(__dirname, backbones);
});
