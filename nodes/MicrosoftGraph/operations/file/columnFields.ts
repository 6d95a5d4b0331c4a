/** The note of the operations on a file's columns, for which the reference of Graph has pages by list only. */
export const columnsNote =
	"Microsoft's pages list no permission for this request: it's that of the same item in its list. A sharing link needs Sites.ReadWrite.All. For individual sites, Sites.Selected is enough, with a grant for each. Files.ReadWrite.All isn't enough: columns belong to the list behind the library.";
