/** 从业人员: who is in which post of a body that serves people. */
export const posts = {
  carer: '护理员',
  nurse: '护士',
  doctor: '医生',
  'social-worker': '社会工作者',
  cook: '炊事员',
  other: '其他',
} as const;
export type Post = keyof typeof posts;
