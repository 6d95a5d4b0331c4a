import type { INodeProperties } from 'n8n-workflow';

import { choiceField, textField, timeField } from '../fields/build';
import type { Filter } from '../fields/filters';

/** The alert of an operation. */
export const alertId = textField('alertId', 'Alert ID', {
	required: true,
	placeholder: 'e.g. da637551227677560813_-961444813',
	description: 'The "id" of an alert, as Get Alerts returns it',
});

/** The incident of an operation. */
export const incidentId = textField('incidentId', 'Incident ID', {
	required: true,
	placeholder: 'e.g. 2972395',
	description: 'The "id" of an incident, as Get Incidents returns it',
});

/** What is chosen alike for alerts and incidents. */
export const assessment: readonly INodeProperties[] = [
	textField('assignedTo', 'Assigned To', {
		placeholder: 'e.g. adele@contoso.com',
		description: 'Who works on it; leave empty for no one',
	}),
	choiceField('classification', 'Classification', {
		falsePositive: 'False Positive',
		informationalExpectedActivity: 'Informational, Expected Activity',
		truePositive: 'True Positive',
		unknown: 'Unknown',
	}),
	choiceField('determination', 'Determination', {
		compromisedAccount: 'Compromised Account',
		confirmedActivity: 'Confirmed Activity',
		lineOfBusinessApplication: 'Line-of-Business Application',
		maliciousUserActivity: 'Malicious User Activity',
		malware: 'Malware',
		multiStagedAttack: 'Multi-Staged Attack',
		notEnoughDataToValidate: 'Not Enough Data to Validate',
		notMalicious: 'Not Malicious',
		other: 'Other',
		phishing: 'Phishing',
		securityTesting: 'Security Testing',
		unknown: 'Unknown',
		unwantedSoftware: 'Unwanted Software',
	}),
];

/** How bad an alert or incident is. */
export const severities: Readonly<Record<string, string>> = {
	high: 'High',
	informational: 'Informational',
	low: 'Low',
	medium: 'Medium',
};

/** How far an alert was looked into. */
export const alertStatuses: Readonly<Record<string, string>> = {
	inProgress: 'In Progress',
	new: 'New',
	resolved: 'Resolved',
};

/** What raises alerts. */
export const alertServices: Readonly<Record<string, string>> = {
	azureAdIdentityProtection: 'Entra ID Protection',
	dataLossPrevention: 'Data Loss Prevention',
	microsoft365Defender: 'Defender XDR',
	microsoftAppGovernance: 'App Governance',
	microsoftDefenderForCloud: 'Defender for Cloud',
	microsoftDefenderForCloudApps: 'Defender for Cloud Apps',
	microsoftDefenderForEndpoint: 'Defender for Endpoint',
	microsoftDefenderForIdentity: 'Defender for Identity',
	microsoftDefenderForOffice365: 'Defender for Office 365',
	microsoftSentinel: 'Sentinel',
};

/** What both lists are filtered by. */
export const commonFilters: readonly Filter[] = [
	{
		field: textField('assignedTo', 'Assigned To', { placeholder: 'e.g. adele@contoso.com' }),
		condition: (name) => `assignedTo eq ${name}`,
	},
	{
		field: timeField('createdSince', 'Created Since', {
			description: 'Only those created from this time on',
		}),
		condition: (time) => `createdDateTime ge ${time}`,
	},
	{
		field: choiceField('severity', 'Severity', severities),
		condition: (severity) => `severity eq ${severity}`,
	},
	{
		field: timeField('updatedSince', 'Updated Since', {
			description: 'Only those updated from this time on',
		}),
		condition: (time) => `lastUpdateDateTime ge ${time}`,
	},
];

/** The most useful properties of an alert, for "Simplify". */
export const simpleAlert: readonly string[] = [
	'title',
	'severity',
	'status',
	'createdDateTime',
	'category',
	'description',
	'serviceSource',
	'incidentId',
	'alertWebUrl',
	'id',
];
