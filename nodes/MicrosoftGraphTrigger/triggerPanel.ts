import type { INodeTypeDescription } from 'n8n-workflow';

const test =
	'<b>While building your workflow</b>, click the button above. With Polling delivery, it gets the newest object as an example. With Instant delivery, it waits for a change: make one in Microsoft 365. The result shows up in this editor.<br /><br />';
const runs =
	'at once with Instant delivery, at the Poll Times with Polling delivery. These executions show up in the <a data-key="executions">executions list</a>, but not in the editor.';

/**
 * What the editor shows next to the node: n8n's own texts are for nodes that either have a webhook or poll, and this one
 * does both.
 */
export const triggerPanel: NonNullable<INodeTypeDescription['triggerPanel']> = {
	header: 'Pull in events from Microsoft Graph',
	executionsHelp: {
		inactive: `${test}<b>Once you're happy with your workflow</b>, publish it. Then each change executes it: ${runs}`,
		active: `${test}<b>Your workflow also executes automatically</b>, since it's published: ${runs}`,
	},
	activationHint: {
		inactive:
			"Once you've finished building your workflow, publish it: then changes execute it, at once with Instant delivery, at the Poll Times with Polling delivery (you just won't see those executions here).",
		active: "This node also triggers automatically on changes (but those executions don't show up here).",
	},
};
