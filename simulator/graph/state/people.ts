/** The named people of the tenant: first and last name, job, and office. */
export interface Person {
	givenName: string;
	surname: string;
	userPrincipalName: string;
	jobTitle: string;
	department: string;
	city: string;
	country: string;
	/** Absent for people with a mailbox. */
	without?: 'mailbox';
	guestMail?: string;
}

const rows: Array<[string, string, string, string, string, string, string]> = [
	['Adele', 'Vance', 'adelev', 'Retail Manager', 'Retail', 'Bellevue', 'United States'],
	['Alex', 'Wilber', 'alexw', 'Marketing Assistant', 'Marketing', 'San Diego', 'United States'],
	['Megan', 'Bowen', 'meganb', 'Marketing Manager', 'Marketing', 'Pittsburgh', 'United States'],
	['Miriam', "O'Neill", "miriam.o'neill", 'Director', 'Sales & Marketing', 'Dublin', 'Ireland'],
	['Diego', 'Siciliani', 'diegos', 'HR Manager', 'HR', 'Birmingham', 'United States'],
	['Grady', 'Archie', 'gradya', 'Designer', 'R&D', 'Bloomington', 'United States'],
	['Henrietta', 'Müller', 'henriettam', 'Developer', 'R&D', 'Zürich', 'Switzerland'],
	['Isaiah', 'Langer', 'isaiahl', 'Sales Rep', 'Sales', 'Tulsa', 'United States'],
	['Johanna', 'Lorenz', 'johannal', 'Senior Engineer', 'Engineering', 'Louisville', 'United States'],
	['Joni', 'Sherman', 'jonis', 'Paralegal', 'Legal', 'Charlotte', 'United States'],
	['Lee', 'Gu', 'leeg', 'Director', 'Manufacturing', 'Overland Park', 'United States'],
	['Lidia', 'Holloway', 'lidiah', 'Product Manager', 'Engineering', 'Tulsa', 'United States'],
	['Lynne', 'Robbins', 'lynner', 'Planner', 'Retail', 'Tulsa', 'United States'],
	['Nestor', 'Wilke', 'nestorw', 'Director', 'Operations', 'Seattle', 'United States'],
	['Patti', 'Fernandez', 'pattif', 'President', 'Executive Management', 'Louisville', 'United States'],
	['Pradeep', 'Gupta', 'pradeepg', 'Accountant II', 'Finance', 'Cairo', 'Egypt'],
	[
		'Debra',
		'Berger',
		'debrab',
		'Administrative Assistant',
		'Executive Management',
		'Bellevue',
		'United States',
	],
	['Cameron', 'White', 'cameronw', 'Engineer', 'Engineering', 'Reading', 'United Kingdom'],
	['Christie', 'Cline', 'christiec', 'Buyer', 'Retail', 'San Diego', 'United States'],
	['Allan', 'Deyoung', 'alland', 'Corporate Security Officer', 'IT', 'Waukesha', 'United States'],
	['Irvin', 'Sayers', 'irvins', 'Project Manager', 'Engineering', 'Bloomington', 'United States'],
	['Enrico', 'Cattaneo', 'enricoc', 'Attorney', 'Legal', 'Milano', 'Italy'],
	['Åsa', 'Lindström', 'asal', 'Support Lead', 'IT', 'Malmö', 'Sweden'],
];

/** 25 people: 23 with a mailbox, one account without, one guest. */
export const people: readonly Person[] = [
	...rows.map(([givenName, surname, alias, jobTitle, department, city, country]): Person => ({
		givenName,
		surname,
		userPrincipalName: `${alias}@contoso.example`,
		jobTitle,
		department,
		city,
		country,
	})),
	{
		givenName: 'Brian',
		surname: 'Johnson',
		userPrincipalName: 'brianj@contoso.example',
		jobTitle: 'Contractor',
		department: 'IT',
		city: 'Redmond',
		country: 'United States',
		without: 'mailbox',
	},
	{
		givenName: 'Pat',
		surname: 'Nguyen',
		userPrincipalName: 'pat_fabrikam.example#EXT#@contoso.example',
		jobTitle: 'Partner',
		department: 'Sales',
		city: 'Lyon',
		country: 'France',
		without: 'mailbox',
		guestMail: 'pat@fabrikam.example',
	},
];
