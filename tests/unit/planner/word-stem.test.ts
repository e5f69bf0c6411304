import { describe, expect, it } from 'vitest';
import { wordKey } from '#shared/planner/word-key.ts';
import { stemOf } from '#shared/planner/entities/word-stem.ts';

describe('the stem of a phrase', () => {
  it.each([
    ['opening year', 'open year'],
    ['shipped date', 'ship date'],
    ['ending station', 'end station'],
    ['release year', 'released year'],
  ])('is the same for “%s” and “%s”', (one, other) => {
    expect(stemOf(one)).toBe(stemOf(other));
  });

  it.each([
    ['king size', 'k size'],
    ['red wine', 'r wine'],
    ['open year', 'open day'],
  ])('differs for “%s” and “%s”', (one, other) => {
    expect(stemOf(one)).not.toBe(stemOf(other));
  });
});

describe('the look-up form of a word', () => {
  it.each([
    ['enrolments', 'enrollment'],
    ['organisations', 'organization'],
    ['favourite', 'favorite'],
    ['centres', 'center'],
    ['cancelled', 'canceled'],
  ])('is the same for “%s” and “%s”', (one, other) => {
    expect(wordKey(one)).toBe(wordKey(other));
  });

  it.each([
    ['four', 'for'],
    ['enroll', 'enrol a'],
  ])('differs for “%s” and “%s”', (one, other) => {
    expect(wordKey(one)).not.toBe(wordKey(other));
  });
});
