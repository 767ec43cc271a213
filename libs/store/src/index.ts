export { folderShelf } from './folder-shelf';
export { openStore } from './open-store';
export type { Shelf } from './shelf';
export { storeOn } from './store';
export type { Store } from './store';
