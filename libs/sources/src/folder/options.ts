import type { SourceOptions } from '@nhat/documents';
import type { ValueRange } from './value-range';

const share = (description: string, value: number) =>
  ({ type: 'number', minimum: 0, maximum: 0.9, default: value, description }) as const;

const column = (what: string, names: string) =>
  ({
    type: 'string',
    default: '',
    maxLength: 200,
    description: `Name of the column of ${what}. Without it: ${names}.`,
  }) as const;

/** Options of images in folders, as JSON Schema. */
export const folderOptions: SourceOptions = {
  type: 'object',
  description: 'Images of your own, in folders named after their classes or listed in a table.',
  properties: {
    path: {
      type: 'string',
      default: '',
      maxLength: 4000,
      description:
        'Folder of the images, from the folder of the workspace or, where it is set, from NHAT_DATA. It holds a folder for each class, or folders train, validation and test with those, or images that a table lists, or packed files (.npz, .parquet, IDX); also the path of one packed file.',
    },
    table: {
      type: 'string',
      default: '',
      maxLength: 4000,
      description:
        'CSV file with a row for each labelled image, from the folder of the images. Without it: metadata.csv, if there is one.',
    },
    columns: {
      type: 'object',
      additionalProperties: false,
      description:
        'Names of the columns of the table, or of the columns or arrays of packed files.',
      properties: {
        image: column('paths of images', 'file_name, filename, file, image, image_path or path'),
        label: column('classes', 'label, class, category or target'),
        split: column('splits (train, validation, test, or empty)', 'split, if there is one'),
        group: column('what images have in common, e.g. a patient', 'group, if there is one'),
      },
    },
    unlabelled: {
      type: 'array',
      items: { type: 'string', minLength: 1, maxLength: 4000 },
      maxItems: 100,
      default: [],
      description: 'Further folders, whose images take part in pretraining without labels.',
    },
    test: share(
      'Share of the labelled images that are for testing, where the files do not say.',
      0.2,
    ),
    validation: share(
      'Share of the other labelled images that are for validation, where the files do not say.',
      0.1,
    ),
    seed: {
      type: 'integer',
      minimum: 0,
      maximum: 2 ** 31 - 1,
      default: 0,
      description: 'Another seed chooses other images for testing and validation.',
    },
    splits: {
      type: 'integer',
      minimum: 1,
      maximum: 100,
      default: 1,
      later: true,
      description:
        'Choices of test images without a common image, which the seeds of a pipeline have in turn: seed s has split s modulo this number, and its pretraining leaves the test images of that split out. For few test images. At most 1 / test, and at least as many as a pipeline has seeds.',
    },
    duplicates: {
      type: 'string',
      enum: ['refuse', 'drop'],
      default: 'refuse',
      description:
        'What happens where a test image is also among the images that are trained on: the dataset is refused, or the copies are left out of training.',
    },
    skipUnreadable: {
      type: 'boolean',
      default: false,
      description: 'Whether files that give no image are left out, counted, instead of refused.',
    },
    range: {
      type: 'array',
      items: { type: 'number' },
      maxItems: 2,
      default: [],
      later: true,
      description:
        'Two values that become black and white, the same for all images with more than 8 bits a channel or floating-point values, e.g. [0, 4095]. Without it 16 bits are used whole, and floating-point values are refused.',
    },
    samples: {
      type: 'boolean',
      default: false,
      description: 'Whether reports show some of the images.',
    },
  },
};

/** The options that say where files lie, and how the table is read. What they lead to is in the digests of the files. */
export const folderPaths = ['path', 'table', 'columns', 'unlabelled'] as const;

/** The options with their types. */
export interface FolderOptions {
  path: string;
  table: string;
  columns: Record<TableColumn, string>;
  unlabelled: string[];
  test: number;
  validation: number;
  seed: number;
  /** Choices of test images that a document asks for; absent: one. */
  splits?: number;
  /** In the configuration of a node: which of them its images have; absent: the first, 0. */
  split?: number;
  duplicates: 'refuse' | 'drop';
  skipUnreadable: boolean;
  /** Empty, or the values that become black and white; absent: empty. */
  range?: number[];
  samples: boolean;
}

/** The range of values of a dataset, where it has one. */
export const rangeOf = ({ range = [] }: FolderOptions): ValueRange | undefined => {
  const [black, white] = range;
  return black === undefined || white === undefined ? undefined : [black, white];
};

export type TableColumn = 'image' | 'label' | 'split' | 'group';
