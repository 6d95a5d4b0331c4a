/** The node's resourceMapping methods: the columns that values are mapped to. */
export { getLibraryColumns, getListColumns, getListColumnsToUpdate } from './listColumns';
export { rowColumns } from './rowColumns';
