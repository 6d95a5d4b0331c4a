/** The most useful properties of places, for "Simplify"; each type has some of them. */
export const simplePlace: readonly string[] = [
	'displayName',
	'emailAddress',
	'building',
	'floorLabel',
	'floorNumber',
	'capacity',
	'bookingType',
	'phone',
	'tags',
	'id',
];
