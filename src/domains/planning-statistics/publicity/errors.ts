import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  TEXT_NAMES_CHILD: {
    http: 422,
    zh: '文字里可能有未成年人：{names}。',
    next: '请删去姓名；同名的成年人，写明是谁再报。',
  },
  MODEL_ON_NOTICE: { http: 409, zh: '公示到{day}24时，还没有满，不能命名。' },
  MODEL_OBJECTED: { http: 409, zh: '公示期间有异议，还没有写明核实结果。', next: '请写明怎么核实、结果是什么。' },
});
