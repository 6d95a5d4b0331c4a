export { getLibraryColumns, getListColumns, getListColumnsToUpdate } from './listColumns';
