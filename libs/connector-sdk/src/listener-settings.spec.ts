import { listenerSettings } from './listener-settings.js';

const tls = { port: 2575, tls_certificate: 'PEM', tls_key: 'PEM' };

describe('the settings of a listener', () => {
  it.each([
    ['TLS without a certificate', { port: 2575, allow_addresses: '10.0.0.1' }, 'tls_certificate'],
    ['TLS without a key', { ...tls, tls_key: '', allow_addresses: '10.0.0.1' }, 'tls_key'],
    ['TLS for everybody', tls, 'allow_addresses'],
    ['plain for everybody', { port: 2575, security: 'plain', bind_address: '0.0.0.0' }, 'allow_addresses'],
    ['a name instead of an address', { ...tls, bind_address: 'localhost' }, 'bind_address'],
    ['a range that is none', { ...tls, allow_addresses: '10.0.0.0/33' }, 'allow_addresses'],
  ])('H-06 refuse %s', (_, settings, field) => {
    expect(() => listenerSettings(settings)).toThrow(expect.objectContaining({ name: 'SettingsWrong', field }));
  });

  it('H-06 take TLS with client certificates or named addresses, and plain where it is asked for', () => {
    expect(listenerSettings({ ...tls, tls_client_ca: 'PEM' })?.tls).toEqual({
      certificate: 'PEM',
      key: 'PEM',
      clientCa: 'PEM',
    });
    expect(listenerSettings({ ...tls, allow_addresses: '10.1.2.0/24, ::1' })?.allow).toEqual(['10.1.2.0/24', '::1']);
    expect(listenerSettings({ port: 2575, security: 'plain' })).toMatchObject({ tls: null, address: '127.0.0.1' });
    expect(listenerSettings({ dir: '.' })).toBeNull();
  });
});
