import type { Store } from './store';

/** The files of a store as a report reads them: where a pack has a picture in the place of a contact sheet, that is as good. */
export const withPictures = ({
  readBlob,
  packs,
}: Pick<Store, 'readBlob' | 'packs'>): Pick<Store, 'readBlob'> => ({
  readBlob: async (digest) => (await readBlob(digest)) ?? packs.picture(digest),
});
