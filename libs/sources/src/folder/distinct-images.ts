import type { FoundImage } from './found-image';

/** The images of a dataset without copies of labelled ones. */
export interface DistinctImages {
  /** Of equal images with a label the first; all images without one. A group that shares an image with another has the name of both. */
  images: FoundImage[];
  /** Images with a label that were left out because an equal one is there. */
  copies: number;
}

/**
 * Leaves out labelled images whose bytes another labelled image of the same split has, because a copy is no further label and no
 * further test image. Their labels must agree. An image that is in two groups joins them to one, whose name is the first of both in
 * the order of code units, so that the order of files does not matter. Copies in two splits that the files give stay.
 */
export function distinctImages(images: readonly FoundImage[]): DistinctImages {
  const groupsOf = new Map<string, string[]>();
  const kept = images.filter((image) => {
    if (image.label === null) return true;
    const key = keyOf(image);
    const groups = groupsOf.get(key);
    const own = image.group === null ? [] : [image.group];
    if (groups === undefined) groupsOf.set(key, own);
    else groups.push(...own);
    return groups === undefined;
  });
  const nameOf = joined(groupsOf.values());
  return {
    images: kept.map((image) => {
      const group = image.label === null ? undefined : groupsOf.get(keyOf(image))![0];
      return group === undefined ? image : { ...image, group: nameOf(group) };
    }),
    copies: images.length - kept.length,
  };
}

/** Where the files give no split, an image is taken from the training images. */
const keyOf = ({ file, split }: FoundImage): string => `${split ?? 'train'} ${file.sha256}`;

/** Joins groups that are named together, and gives the name of the whole for each name. */
function joined(together: Iterable<readonly string[]>): (group: string) => string {
  const above = new Map<string, string>();
  const nameOf = (group: string): string => {
    let name = group;
    for (let next = above.get(name); next !== undefined; next = above.get(name)) name = next;
    return name;
  };
  for (const [first, ...others] of together) {
    for (const other of others) {
      const [low, high] = [nameOf(first!), nameOf(other)].sort();
      if (low !== high) above.set(high!, low!);
    }
  }
  return nameOf;
}
