/** The officers' workbench (`/work`). */
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { App, ConfigProvider } from 'antd';
import zhCN from 'antd/locale/zh_CN';
import { createRoot } from 'react-dom/client';
import 'antd/dist/reset.css';
import '../components/components.css';
import './workbench.css';
import { theme } from '../components/theme.ts';
import { apiErrorOf } from '../shared/api.ts';
import { makeRouter } from './router.tsx';

/** A session that ended is noticed by whatever asks next; the shell then leads to the sign-in and back to the same place. */
const onError = (error: unknown) => {
  if (apiErrorOf(error).code === 'SIGN_IN_REQUIRED') void queries.invalidateQueries({ queryKey: ['session'] });
};

const queries: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError }),
  mutationCache: new MutationCache({ onError }),
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      // A refusal will not become a yes by asking again; a broken line may.
      retry: (count, error) => count < 2 && apiErrorOf(error).code === 'OFFLINE',
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
});

createRoot(document.getElementById('root')!).render(
  <ConfigProvider locale={zhCN} theme={theme} button={{ autoInsertSpace: false }} wave={{ disabled: true }}>
    <App message={{ maxCount: 2 }}>
      <QueryClientProvider client={queries}>
        <RouterProvider router={makeRouter(queries)} />
      </QueryClientProvider>
    </App>
  </ConfigProvider>,
);
