export { classification } from './classification';
export { tasks } from './registry';
export type { Task, TaskBatch, TaskContext, TaskModule, Truth } from './task';
