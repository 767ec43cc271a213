export { folderShelf } from './folder-shelf';
export { openStore } from './open-store';
export { makeSharedFolder } from './shared-access';
export type { Shelf } from './shelf';
export { storeOn } from './store';
export type { Store } from './store';
