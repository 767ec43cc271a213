import { describeRegistry } from '@nhat/spec/testing/describe-registry';
import { tasks } from './registry';

describe('the registry of tasks', () => {
  describeRegistry(__dirname, tasks, 'describeTask');
});
