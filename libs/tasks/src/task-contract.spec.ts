import { completeOptions } from '@nhat/documents';
import { modulesOf } from '@nhat/documents/testing/describe-registry';
import { describeTask } from './testing/describe-task';
import type { TaskModule } from './task';

// `registry.spec.ts` checks that these are the tasks of the registry.
for (const [name, module] of modulesOf<TaskModule>(__dirname)) {
  describeTask(name, module, completeOptions(module.options, {}));
}
