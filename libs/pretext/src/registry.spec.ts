import { describeRegistry } from '@nhat/documents/testing/describe-registry';
import { methods } from './registry';

describe('the registry of methods', () => {
  describeRegistry(__dirname, methods);
});
