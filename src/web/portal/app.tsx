import { Component, lazy, type ReactNode, Suspense, useEffect, useState } from 'react';
import { api } from '../shared/api.ts';
import { leaveNothing } from './apply/kept.ts';
import { isStrong, toggleDisplay } from './display.ts';
import { Page, Waiting } from './parts.tsx';
import { Link, navigate, signInAddress, useLocation } from './router.tsx';
import { SessionProvider, useSession } from './session.tsx';
import './portal.css';

const ApplyPage = lazy(() => import('./apply/page.tsx'));
const CheckPage = lazy(() => import('./check.tsx'));
const SignInPage = lazy(() => import('./sign-in.tsx'));
const CasesPage = lazy(() => import('./cases.tsx'));
const CasePage = lazy(() => import('./case/page.tsx'));
const MessagesPage = lazy(() => import('./messages.tsx'));
const MePage = lazy(() => import('./me/page.tsx'));
const SupportRequestsPage = lazy(() => import('../../domains/social-assistance/web/portal/SupportRequests.tsx'));
const CareHoldPage = lazy(() => import('../../domains/elderly-care-institutions/web/portal/Hold.tsx'));
const CarePage = lazy(() => import('../../domains/elderly-care-institutions/web/portal/Care.tsx'));
const CareTourPage = lazy(() => import('../../domains/elderly-care-institutions/web/portal/Tour.tsx'));
const CareStayPage = lazy(() => import('../../domains/elderly-care-institutions/web/portal/CareStay.tsx'));
const SubsidiesPage = lazy(() => import('../../domains/disability/web/portal/Subsidies.tsx'));
const VouchersPage = lazy(() => import('../../domains/elderly-care/web/portal/Vouchers.tsx'));
const ElderPage = lazy(() => import('../../domains/elderly-care/web/portal/Elder.tsx'));
const MutualAidPage = lazy(() => import('../../domains/elderly-care/web/portal/MutualAid.tsx'));
const VirtualHomePage = lazy(() => import('../../domains/elderly-care/web/portal/VirtualHome.tsx'));
const MealsPage = lazy(() => import('../../domains/elderly-care/web/portal/Meals.tsx'));
const HealthPage = lazy(() => import('../../domains/elderly-care/web/portal/Health.tsx'));
const ReimbursementPage = lazy(() => import('../../domains/elderly-care/web/portal/Reimbursement.tsx'));
const HomeCarePage = lazy(() => import('../../domains/elderly-care/web/portal/HomeCare.tsx'));

/** Address → page. `private` ones ask to sign in first, and come back. */
const routes: readonly { match: RegExp; private: boolean; draw: (id: string) => ReactNode }[] = [
  { match: /^\/app\/sign-in$/, private: false, draw: () => <SignInPage /> },
  { match: /^\/app\/check\/([A-Z]{2}-\d{2})$/, private: false, draw: (id) => <CheckPage itemId={id} /> },
  { match: /^\/app\/apply\/([A-Z]{2}-\d{2})$/, private: true, draw: (id) => <ApplyPage key={id} itemId={id} /> },
  { match: /^\/app(?:\/my)?\/?$/, private: true, draw: () => <CasesPage /> },
  { match: /^\/app\/my\/([\w-]+)$/, private: true, draw: (id) => <CasePage key={id} id={id} /> },
  { match: /^\/app\/messages$/, private: true, draw: () => <MessagesPage /> },
  { match: /^\/app\/me$/, private: true, draw: () => <MePage /> },
  { match: /^\/app\/support-requests$/, private: true, draw: () => <SupportRequestsPage /> },
  { match: /^\/app\/care$/, private: true, draw: () => <CarePage /> },
  { match: /^\/app\/care\/([0-9a-f-]{36})$/, private: true, draw: (id) => <CareHoldPage key={id} institutionId={id} /> },
  { match: /^\/app\/care\/([0-9a-f-]{36})\/tour$/, private: true, draw: (id) => <CareTourPage key={id} institutionId={id} /> },
  { match: /^\/app\/care\/stay\/([0-9a-f-]{36})$/, private: true, draw: (id) => <CareStayPage key={id} stayId={id} /> },
  { match: /^\/app\/subsidies$/, private: true, draw: () => <SubsidiesPage /> },
  { match: /^\/app\/vouchers$/, private: true, draw: () => <VouchersPage /> },
  { match: /^\/app\/elder$/, private: true, draw: () => <ElderPage /> },
  { match: /^\/app\/mutual-aid$/, private: true, draw: () => <MutualAidPage /> },
  { match: /^\/app\/virtual-home$/, private: true, draw: () => <VirtualHomePage /> },
  { match: /^\/app\/meals$/, private: true, draw: () => <MealsPage /> },
  { match: /^\/app\/elder\/health$/, private: true, draw: () => <HealthPage /> },
  { match: /^\/app\/elder\/reimbursement$/, private: true, draw: () => <ReimbursementPage /> },
  { match: /^\/app\/home-care$/, private: true, draw: () => <HomeCarePage /> },
];

function Current() {
  const { path } = useLocation();
  const { session } = useSession();
  for (const route of routes) {
    const found = route.match.exec(path);
    if (!found) continue;
    if (route.private && session.actor.kind === 'public') return <GoSignIn />;
    return route.draw(found[1] ?? '');
  }
  return (
    <Page title="没有找到这个页面">
      <p className="lead">网址可能已经变更。</p>
      <a className="button" href="/">
        回到首页
      </a>
    </Page>
  );
}

function GoSignIn() {
  useEffect(() => navigate(signInAddress(location.pathname + location.search), { replace: true }), []);
  return <Waiting />;
}

/** A part of the program that did not arrive, or a bug: say so, offer the page again. What was typed is in the draft. */
class Guard extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };
  static getDerivedStateFromError() {
    return { failed: true };
  }
  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <div className="say bad" role="alert">
        <p>
          <b>这一页没有打开。</b>可能是网络断了。您填写的内容已经保存，刷新后可以接着填。
        </p>
        <button type="button" className="button" onClick={() => location.reload()}>
          刷新
        </button>
      </div>
    );
  }
}

function Header() {
  const { session } = useSession();
  const { path } = useLocation();
  const [, redraw] = useState(0);
  const known = session.actor.kind !== 'public';
  const toggle = (key: 'size' | 'contrast') => {
    toggleDisplay(key);
    redraw((n) => n + 1);
  };
  const link = (href: string, text: string) => (
    <Link href={href} aria-current={path === href ? 'page' : undefined}>
      {text}
    </Link>
  );
  return (
    <>
      {session.demo && (
        <aside className="demo" aria-label="演示环境">
          <div className="wrap">
            <p>演示环境：人员和办件都是虚构的，业务日期 {session.today}。</p>
          </div>
        </aside>
      )}
      <header className="top">
        <div className="wrap">
          <a className="brand" href="/">
            {session.city.name}民政
          </a>
          <nav className="tools" aria-label="显示与个人">
            <button type="button" onClick={() => toggle('size')}>
              {isStrong('size') ? '标准字' : '大字'}
            </button>
            <button type="button" onClick={() => toggle('contrast')}>
              {isStrong('contrast') ? '普通色' : '高对比'}
            </button>
            {known ? (
              <>
                {link('/app/my', '我的办件')}
                {link('/app/messages', session.unread > 0 ? `消息（${session.unread}条未读）` : '消息')}
                {link('/app/me', '我的档案')}
                <button
                  type="button"
                  onClick={() =>
                    void leaveNothing()
                      .then(() => api.post('/api/sign-out'))
                      .finally(() => location.assign('/'))
                  }
                >
                  退出
                </button>
              </>
            ) : (
              !path.startsWith('/app/sign-in') && link(signInAddress('/app/my'), '登录')
            )}
          </nav>
        </div>
      </header>
    </>
  );
}

function Footer() {
  const { city } = useSession().session;
  return (
    <footer className="foot">
      <div className="wrap">
        <p className="quiet">说不清、不会办，打电话问：</p>
        <p className="tel">
          <a href={`tel:${city.telephone}`}>{city.telephone}</a>
        </p>
        <nav className="links" aria-label="更多">
          <a href="/help">办事帮助</a>
          <a href="/notices">公示</a>
          <a href="/standards">救助标准</a>
        </nav>
      </div>
    </footer>
  );
}

export const App = () => (
  <SessionProvider>
    <a className="skip" href="#main">
      跳到正文
    </a>
    <Header />
    <main id="main" className="wrap">
      <Guard>
        <Suspense fallback={<Waiting />}>
          <Current />
        </Suspense>
      </Guard>
    </main>
    <Footer />
  </SessionProvider>
);
