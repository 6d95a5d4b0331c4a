/** The node's resourceMapping methods: the columns that values are mapped to. */
export { rowColumns } from './rowColumns';
