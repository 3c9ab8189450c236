/** Where a simulator answers otherwise than the live service does, or Keitaro's exchanges leave its schema. */
export interface Deviation {
	/** Vendor, method and path, and the body where it matters. */
	what: string;
	reason: string;
	/** Where a switch of the simulator answers as the live service does. */
	switches?: Record<string, string | number>;
}

/** May only shrink: a request that is answered as it should be has to leave the list. */
export const REQUEST_DEVIATIONS: readonly Deviation[] = [
	{
		what: 'keitaro POST /groups []',
		reason: 'One client expects 500, which would look like an outage: refused with 400',
		switches: { listBody: 500 },
	},
	{
		what: 'keitaro GET /groups',
		reason: "The specification of 2022 requires the type, today's has a default that is not known: refused, so that the node names it",
		switches: { listWithoutType: 'all' },
	},
	{
		what: 'audienceManager GET /groups',
		reason: 'The documented spelling has a slash at its end, which the node must send',
		switches: { slashes: 'both' },
	},
	{
		what: 'audienceManager PUT /groups/2001/permissions [{"objectType":"SEGMENT","objectId":563,"permissions":["READ"]}]',
		reason: 'The documented spelling has a slash at its end, which the node must send',
		switches: { slashes: 'both' },
	},
	{
		what: 'reach360 POST /invitations {"email":"new.one@example.com","groups":["Compliance"]}',
		reason: 'Invitations are not simulated: the node sends none',
	},
	{
		what: 'reach360 PUT /courses/crs-1/groups/grp-onboarding',
		reason: 'Courses are not simulated: the node enrols nobody',
	},
];

/** Kinds of deviation from Keitaro's OpenAPI of 2022: what ajv says, by kind of request. May only shrink. */
export const SCHEMA_DEVIATIONS: readonly Deviation[] = [
	{
		what: 'GET /groups query.type should be equal to one of the allowed values',
		reason: 'Groups of domains are newer than this specification',
	},
	{
		what: 'POST /groups body.type should be equal to one of the allowed values',
		reason: 'Groups of domains are newer than this specification',
	},
	{ what: 'PUT /campaigns/{id} body.group_id should be string', reason: 'Clients of 2026 send integers' },
	{ what: 'PUT /offers/{id} body.group_id should be string', reason: 'Clients of 2026 send integers' },
	{ what: 'PUT /landing_pages/{id} body.group_id should be string', reason: 'Clients of 2026 send integers' },
	{ what: 'PUT /domains/{id} body should NOT have additional properties', reason: 'One live client sends group_id' },
	{ what: 'POST /groups body should NOT have additional properties', reason: 'Live trackers take a position' },
	{ what: 'PUT /groups/{id} body should NOT have additional properties', reason: 'Live trackers take a position' },
	{
		what: 'GET /campaigns 200[].group_id should be integer',
		reason: 'Live trackers send texts and null, and so does the seed',
	},
	{
		what: 'GET /offers 200[].group_id should be integer',
		reason: 'Live trackers send texts and null, and so does the seed',
	},
	{ what: 'PUT /groups/{id} 406 is not documented', reason: 'Live trackers refuse a taken name so' },
	{ what: 'PUT /groups/{id} 422 is not documented', reason: 'Newer trackers refuse a taken name so' },
	{ what: 'POST /groups 422 is not documented', reason: 'Newer trackers refuse a taken name so' },
	{ what: 'GET /groups 403 is not documented', reason: 'Live trackers refuse a section so' },
];
