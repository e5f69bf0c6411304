/** Words that people use for one another in business and everyday data; each line is one meaning. */
const GROUPS = `
client customer
age aged
company firm business
employee worker
zip_code postcode postal_code post_code zip
phone phone_number telephone telephone_number
mobile_phone cell_phone cell_mobile_phone
email email_address e_mail
last_name surname family_name
first_name given_name forename
sex gender
nation country
birthday date_of_birth birth_date dob birthdate
salary wage pay
price cost
organization organisation
details detail description
start begin beginning
headquarters headquarter
student pupil
teacher instructor
movie film
aeroplane airplane plane aircraft
car automobile
shop store
kind type category
identifier id
title name
rating rate
quantity amount
address location
arrival destination
departure origin
revenue sales turnover
staff employee staff_member
doctor physician
job occupation
profession occupation
apartment flat
picture photo
remark note comment
goods product
item product
stock inventory
max maximum
min minimum
percentage percent
`;

/** Words of each name by the names that may stand for it. */
function readGroups(): ReadonlyMap<string, readonly string[]> {
  const table = new Map<string, string[]>();
  for (const line of GROUPS.trim().split('\n')) {
    const words = line.split(' ').map((word) => word.replaceAll('_', ' '));
    for (const word of words) {
      table.set(word, [...(table.get(word) ?? []), ...words.filter((other) => other !== word)]);
    }
  }
  return table;
}

const SYNONYMS = readGroups();

/** A name with one of its words, or two beside each other, replaced by another word for them. */
export function otherNames(words: readonly string[]): readonly (readonly string[])[] {
  return [1, 2, 3].flatMap((length) =>
    words.slice(length - 1).flatMap((_, from) => {
      const part = words.slice(from, from + length).join(' ');
      return (SYNONYMS.get(part) ?? []).map((other) => [
        ...words.slice(0, from),
        ...other.split(' '),
        ...words.slice(from + length),
      ]);
    }),
  );
}
