import { sha256 } from '@nhat/artifacts';
import { userError } from '@nhat/documents';
import type { DigestedFile } from '../folder/digest-index';
import type { FoundImage } from '../folder/found-image';
import { imagesOfIdx } from './images-of-idx';
import { imagesOfNpz } from './images-of-npz';
import { imagesOfParquet } from './images-of-parquet';
import { noLabels } from './no-labels';
import type { PackedImage, PackedNames, PackedRequest } from './packed-image';
import { splitOfFile } from './split-of-name';
import { unpack } from './unpack';

const NPZ = /\.npz$/i;
const PARQUET = /\.parquet$/i;
const IDX_IMAGES = /images?[-._]idx3[-._]ubyte(\.gz)?$/i;
const IDX_LABELS = /labels?[-._]idx1[-._]ubyte(\.gz)?$/i;

/** Whether a file holds many images, or the labels of such a file, by its name. */
export const isPacked = (name: string): boolean =>
  [NPZ, PARQUET, IDX_IMAGES, IDX_LABELS].some((kind) => kind.test(name));

/** A change of how files are read makes other keys. */
const FORMAT = 'packed-2';

export interface PackedFiles {
  root: string;
  /** Files whose names `isPacked` accepts. */
  files: readonly DigestedFile[];
  names: PackedNames;
  /** Whether labels are passed over. */
  unlabelled: boolean;
}

/** The images of packed files, with the labels and splits that these give. Throws a UserError for the first mistake. */
export async function findPacked({
  root,
  files,
  names,
  unlabelled,
}: PackedFiles): Promise<FoundImage[]> {
  const found: FoundImage[] = [];
  const labels = files.filter(({ name }) => IDX_LABELS.test(name));
  for (const file of files.filter((one) => !labels.includes(one))) {
    const partner = !unlabelled && IDX_IMAGES.test(file.name) ? labelsOf(file, labels) : undefined;
    const split = unlabelled ? null : splitOfFile(file.name);
    const parts = [
      FORMAT,
      file.sha256,
      partner?.sha256 ?? '',
      ...[names.image, names.label, names.split, names.group],
      split,
      unlabelled,
    ];
    const request = { path: file.path, where: file.name, names, split, unlabelled };
    const read = () => imagesIn(request, partner);
    const images = await unpack(root, sha256(JSON.stringify(parts)).slice(0, 32), read);
    for (const { path, part, sha256: digest, at, ...said } of images) {
      const name = `${file.name} › ${at}`;
      found.push({
        file: {
          name,
          path,
          size: part.length,
          mtime: file.mtime,
          inode: 0,
          sha256: digest,
          type: said.type,
          part,
        },
        where: name,
        ...{ label: said.label, group: said.group },
        split: said.label === null ? 'train' : said.split,
      });
    }
  }
  const [first] = files;
  if (first !== undefined && found.length > 0 && !unlabelled && found.every(isUnlabelled)) {
    throw await noLabels(kindOf(first), first);
  }
  return found;
}

const isUnlabelled = ({ label }: FoundImage): boolean => label === null;

const kindOf = ({ name }: DigestedFile) =>
  NPZ.test(name) ? 'npz' : PARQUET.test(name) ? 'parquet' : 'idx';

function imagesIn(
  request: PackedRequest,
  labels: DigestedFile | undefined,
): Iterable<PackedImage> | AsyncIterable<PackedImage> {
  if (NPZ.test(request.where)) return imagesOfNpz(request);
  if (PARQUET.test(request.where)) return imagesOfParquet(request);
  return imagesOfIdx(request, labels);
}

/** `train-images-idx3-ubyte.gz` goes with `train-labels-idx1-ubyte`, compressed or not. */
function labelsOf(images: DigestedFile, labels: readonly DigestedFile[]): DigestedFile | undefined {
  const plain = (name: string) => name.toLowerCase().replace(/\.gz$/, '');
  const wanted = plain(images.name).replace(/images?([-._])idx3/, 'label$1idx1');
  const fitting = labels.filter(
    ({ name }) => plain(name).replace(/labels?([-._])idx1/, 'label$1idx1') === wanted,
  );
  if (fitting.length < 2) return fitting[0];
  throw userError(images.name, 'two files of labels', {
    got: fitting.map(({ name }) => name),
    expected: 'one, compressed or not',
  });
}
