import { describeRegistry } from '@nhat/spec/testing/describe-registry';
import { backbones } from './registry';

describe('the registry of backbones', () => {
  describeRegistry(__dirname, backbones);
});
