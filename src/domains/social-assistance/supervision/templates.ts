/** What officers are told in supervision: never who it is about. */
import { defineTemplates } from '../../../kernel/notice/server.ts';

defineTemplates({
  'supervision.assigned': { title: '监督整改', text: '监督查询“{query}”有一条交您整改，请在{due}前办结并附上凭证。' },
});
