export { getListColumns, getListColumnsToUpdate } from './listColumns';
