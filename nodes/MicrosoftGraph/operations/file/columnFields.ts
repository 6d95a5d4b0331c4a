/** The note of the operations on a file's columns. */
export const columnsNote =
	"A sharing link needs Sites.ReadWrite.All. For individual sites, Sites.Selected is enough, with a grant for each. Files.ReadWrite.All isn't enough: columns belong to the list behind the library.";
