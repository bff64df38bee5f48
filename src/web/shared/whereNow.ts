/** Where the telephone is, for a form with `latitude` and `longitude`; a refusal leaves the fields to be typed. */
export const whereNow = (): Promise<Record<string, string>> =>
  new Promise((resolve) => {
    if (!navigator.geolocation) return resolve({});
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve({ latitude: coords.latitude.toFixed(5), longitude: coords.longitude.toFixed(5) }),
      () => resolve({}),
      { timeout: 3000 },
    );
  });
