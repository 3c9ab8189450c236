import { byId } from '../../kit/json';

/** The three groups that the suite stands on, who is in them, and the requests that are about them. */
export const LIST = 'GET /groups?type=campaigns';
export const CAMPAIGNS = 'GET /campaigns?limit=1000&offset=0';
export const id = (index: number) => String(11 + index);
export const group = (index: number, name: string) => ({
	id: 11 + index,
	name,
	position: index + 1,
	type: 'campaigns',
});
const campaign = (entityId: number, groupId: number | string | null) => ({
	group_id: groupId,
	state: 'active' as const,
	id: entityId,
	name: `Campaign ${entityId}`,
});
export const campaigns = [
	campaign(101, 12),
	campaign(102, '12'),
	campaign(103, 11),
	campaign(104, null),
	campaign(105, 0),
];
export const write = (index: number, body: object) => `PUT /groups/${id(index)} ${JSON.stringify(body)}`;
export const remove = (index: number) => `DELETE /groups/${id(index)}/delete`;
export const create = (name: string) => [LIST, `POST /groups ${JSON.stringify({ name, type: 'campaigns' })}`];
export const move = (member: string, groupId = 12) => `PUT /campaigns/${member} {"group_id":${groupId}}`;
export const onBeta = { groupId: byId(id(1)) };
