/** Names shared by the parts of respite. */
export const RESPITE_PROGRAMME = 'respite';
export const respiteModes = { institution: '老人到机构住几天', home: '有人上门照护' } as const;
export type RespiteMode = keyof typeof respiteModes;
export const carerRelations = {
  spouse: '配偶',
  child: '子女',
  'child-spouse': '儿媳、女婿',
  sibling: '兄弟姐妹',
  other: '其他家人',
} as const;
/** Kinds of outlets that may be chosen for each. */
export const outletOfMode = { institution: 'institution', home: 'home' } as const;
