// Every kind of store, one line each. Exactly one kind accepts each valid value of NHAT_STORE.
export { folderStore } from './folder-backend';
export { httpStore } from './http/http-store';
