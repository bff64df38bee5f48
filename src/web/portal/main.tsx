import { createRoot } from 'react-dom/client';
import { precheck } from '../../domains/social-assistance/dibao/precheck.ts';
import { makeParameters } from '../../kernel/policy/index.ts';
import { formats } from '../../kernel/schema/index.ts';

console.log(makeParameters, precheck);
createRoot(document.getElementById('root')!).render(<p>{formats.mobile('1')}</p>);
