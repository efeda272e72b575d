/** The kinds of statements, in the order in which they are listed, with the letter that stands for each. */
export const LETTERS: Record<string, string> = {
  event: 'E', claim: 'C', agreement: 'A', term: 'T', talks: 'M', zone: 'Z', control: 'H', figure: '#', response: 'R', reference: '›',
};
export const KINDS = Object.keys(LETTERS);
export const STANDINGS = ['corroborated', 'single-source', 'disputed', 'denied', 'retracted'];
