/** Every capability and domain that keeps data: loading them declares what is sealed, for a change of keys and for backups. */
import '../kernel/access/server.ts';
import '../kernel/appeal/server.ts';
import '../kernel/clue/server.ts';
import '../kernel/consultation/server.ts';
import '../kernel/context/server.ts';
import '../kernel/document/server.ts';
import '../kernel/exchange/server.ts';
import '../kernel/inspection/server.ts';
import '../kernel/payment/server.ts';
import '../kernel/policy/server.ts';
import '../kernel/rehearsal/server.ts';
import '../kernel/resident/server.ts';
import '../kernel/service/server.ts';
import '../kernel/sheet/server.ts';
import '../kernel/ticket/server.ts';
import './domains.ts';
