// Every kind of store, a line each; exactly one is for a text that NHAT_STORE may hold.
export { folderStore } from './folder-backend';
