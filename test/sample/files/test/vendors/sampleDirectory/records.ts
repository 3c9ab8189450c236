import { byId } from '../../kit/json';

/** The three groups that the suite stands on, who is in them, and the requests that are about them. */
export const id = (index: number) => `g-${index + 1}`;
const seeded = [['u-3'], ['u-1', 'u-2']];
export const membersOf = (index: number) => seeded[index] ?? [];
export const users = [1, 2, 3, 4].map((number) => ({ id: `u-${number}`, login: `person${number}` }));
export const group = (index: number, name: string) => ({
	id: id(index),
	created: expect.any(String) as string,
	memberCount: membersOf(index).length,
	profile: { name, description: null },
});
export const LIST = 'GET /groups?limit=200';
export const create = (name: string) => `POST /groups ${JSON.stringify({ profile: { name } })}`;
export const write = (index: number, body: object) => `PATCH /groups/${id(index)} ${JSON.stringify(body)}`;
export const remove = (index: number) => `DELETE /groups/${id(index)}`;
export const MEMBERS = 'GET /groups/g-2/users?limit=200';
export const put = (member: string) => `PUT /groups/g-2/users/${member}`;
export const take = (member: string) => `DELETE /groups/g-2/users/${member}`;
export const onBeta = { groupId: byId(id(1)) };
