import { describeRegistry } from '@nhat/spec/testing/describe-registry';
import { methods } from './registry';

describe('the registry of methods', () => {
  describeRegistry(__dirname, methods, 'describePretext');
});
