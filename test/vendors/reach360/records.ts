import { byId } from '../../kit/json';

/** The three groups that the suite stands on, who is in them, and the requests that are about them. */
export const id = (index: number) => `grp-${index}`;
export const group = (index: number, name: string) => ({
	id: id(index),
	name,
	membersUrl: expect.stringMatching(`/groups/${id(index)}/users$`) as string,
	url: expect.stringMatching(`/groups/${id(index)}$`) as string,
	reportersUrl: expect.any(String) as string,
	managersUrl: expect.any(String) as string,
});
export const write = (index: number, body: object) => `PUT /groups/${id(index)} ${JSON.stringify(body)}`;
export const remove = (index: number) => `DELETE /groups/${id(index)}`;
export const findByName = (name: string) => `GET /groups?limit=100&name=${encodeURIComponent(name)}`;
export const create = (name: string) => `POST /groups ${JSON.stringify({ name })}`;
export const MEMBERS = 'GET /groups/grp-1/users?limit=100';
export const put = (member: string) => `PUT /groups/grp-1/users/${member}`;
export const take = (member: string) => `DELETE /groups/grp-1/users/${member}`;
export const onBeta = { groupId: byId(id(1)) };
const userIds = ['usr-a', 'usr-b', 'usr-c', 'usr-d'];
export const users = userIds.map((userId) => ({ id: userId, email: `${userId}@example.com` }));
export const user = (userId: string) => ({
	id: userId,
	email: `${userId}@example.com`,
	firstName: '',
	lastName: '',
	role: 'learner',
	lastActiveAt: '2026-10-01T08:00:00.000Z',
	groupsUrl: expect.any(String) as string,
	learnerReportUrl: expect.any(String) as string,
	favoritesUrl: expect.any(String) as string,
	articulate360User: false,
	url: expect.any(String) as string,
});
