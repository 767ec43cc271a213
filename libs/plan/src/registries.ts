import { augmentations } from '@nhat/augment/registry';
import { claims } from '@nhat/claims/registry';
import { arms, evaluations } from '@nhat/evaluations/registry';
import { backbones } from '@nhat/models/registry';
import { methods } from '@nhat/pretext/registry';
import type { Registries } from '@nhat/documents';
import { sources } from '@nhat/sources/registry';
import { tasks } from '@nhat/tasks/registry';

/** What pipelines may name; names and options only, no code that trains. */
export const registries: Registries = {
  backbones,
  methods: { ...methods, ...arms },
  tasks,
  evaluations,
  augmentations,
  sources,
  claims,
};
