import fc from 'fast-check';

import { lookOf } from '../../nodes/GroupManager/engine/fields/lookAlike';

describe('the look of a name', () => {
	it.each([
		['case', 'Sales', 'SALES'],
		['sharp s', 'Stra\u00dfe', 'STRASSE'],
		['dot of a Turkish i', 'Istanbul', '\u0130stanbul'],
		['missing dot of a Turkish i', 'Istanbul', '\u0131stanbul'],
		['blanks at its ends', 'Sales', ' Sales\t'],
		['more blanks than one', 'Sales team', 'Sales  team'],
		['a blank that does not break', 'Sales team', 'Sales\u00a0team'],
		['a line break', 'Sales team', 'Sales\r\nteam'],
		['normalisation', 'Café', 'Cafe\u0301'],
		['ligatures and wide letters', 'Office', 'O\ufb03ce'],
		['full-width letters', 'EU', '\uff25\uff35'],
		['a blank of no width', 'Sales', 'Sa\u200bles'],
		['a soft hyphen', 'Sales', 'Sa\u00adles'],
		['a mark for the direction', 'Sales', '\u200eSales'],
		['a byte order mark', 'Sales', '\ufeffSales'],
		['a filler that nobody sees', 'Sales', 'Sales\u3164'],
		['a variation selector', 'Sales ✔', 'Sales ✔\ufe0f'],
	])('is the same whatever its %s', (_, left, right) => {
		expect(left).not.toBe(right);
		expect(lookOf(left)).toBe(lookOf(right));
	});

	it.each([
		['Sales', 'Sale'],
		['Sales team', 'Salesteam'],
		['Team 1', 'Team 2'],
		['Café', 'Cafe'],
		['a-b', 'a_b'],
	])('tells %j and %j apart', (left, right) => {
		expect(lookOf(left)).not.toBe(lookOf(right));
	});

	it('looks like itself', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme' }), (name) => expect(lookOf(lookOf(name))).toBe(lookOf(name))),
		);
	});
});
