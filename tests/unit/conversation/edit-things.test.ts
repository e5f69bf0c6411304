import { describe, expect, it } from 'vitest';
import { lastInLibrary } from './library-talk.ts';

const OSLO = 'list the members from Oslo';
const NAMED = 'first_name last_name member_id';

describe('a turn about the things that were shown', () => {
  it.each([
    [OSLO, 'what are their ages?', 'members(age), city=Oslo'],
    [OSLO, 'show their ages too', `members(${NAMED} age), city=Oslo`],
    [OSLO, 'also show the city', `members(${NAMED} city), city=Oslo`],
    [OSLO, 'how many are there?', 'count members, city=Oslo'],
    [OSLO, 'how many of them are older than 30?', 'count members, city=Oslo, age>30'],
    [OSLO, 'only those with an age over 30', `members(${NAMED}), city=Oslo, age>30`],
    [OSLO, 'what about Lyon?', `members(${NAMED}), city=Lyon`],
    [OSLO, 'and their average age?', 'avg members.age, city=Oslo'],
    [OSLO, 'which of them is the oldest?', `members(${NAMED} age), city=Oslo, age descending, first 1`],
    [OSLO, 'sort them by age in descending order', `members(${NAMED} age), city=Oslo, age descending`],
    [OSLO, 'how many loans do those members have?', 'count loans, member_id among selection_1'],
    ['what is the maximum age of the members?', 'how about the minimum?', 'min members.age'],
    ['what is the lowest age of the members?', 'and the highest?', 'max members.age'],
    ['what is the maximum age of the members from Oslo?', 'and the average?', 'avg members.age, city=Oslo'],
    ['how many members are from Oslo?', 'what are their names?', 'members(first_name last_name), city=Oslo'],
    ['who is the oldest member?', 'what is his city?', 'members(city age), age descending, first 1'],
    ['who is the oldest member?', 'how many loans does he have?', 'count loans, member_id among selection_1'],
    [
      'how many loans does each member have?',
      'which one has the most?',
      `count loans, by ${NAMED}, count_loans descending, first 1`,
    ],
  ])('after “%s” reads “%s” as %s', (first, turn, plan) => {
    expect(lastInLibrary([first, turn])).toBe(plan);
  });

  it('keeps what each of several turns said', () => {
    expect(lastInLibrary([OSLO, 'only those with an age over 30', 'how many are there?'])).toBe(
      'count members, city=Oslo, age>30',
    );
  });

  it.each([
    [OSLO, 'what is the average price of their books?', 'their'],
    ['list the members from Mars', 'what are their names?', 'their'],
  ])('after “%s” refuses “%s”, since “%s” goes with nothing', (first, turn, pointer) => {
    expect(lastInLibrary([first, turn])).toContain(`what “${pointer}” stands for`);
  });

  it.each([
    'what are their names?',
    'what are the ages of those?',
    'sort them by age',
    'and their average age?',
    'how many loans do those members have?',
  ])('refuses “%s” where nothing was shown', (turn) => {
    expect(lastInLibrary([turn])).toMatch(/can’t tell what “(their|those|them)” stands for/);
  });

  it('shows no rows again where a verb asks for something else', () => {
    expect(lastInLibrary(['list the crime books', 'who wrote them?'])).toContain('did not understand “wrote”');
  });

  it.each([
    ['list the members and their cities', 'members(city)'],
    ['for the members in Oslo, how old are they?', 'members(age), city=Oslo'],
    ['who is the oldest member? what is the city of that member?', 'members(city age), age descending, first 1'],
    ['which one is the oldest member?', `members(${NAMED} age), age descending, first 1`],
    ['how many loans are in this table?', 'count loans'],
    ['show the list of cities', 'members(city)'],
  ])('reads “%s”, in which its own words explain the pronoun', (question, plan) => {
    expect(lastInLibrary([question])).toBe(plan);
  });

  it('reads a whole question anew', () => {
    expect(lastInLibrary([OSLO, 'what are the titles of all books?'])).toBe('books(book_title)');
  });
});
