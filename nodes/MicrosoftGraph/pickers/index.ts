/** The node's listSearch methods: what "From List" shows. */
export { searchMailFolders } from './mailFolders';
export { searchUsers } from './users';
