/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`test/words/actions/visits.ts > TAP > each client has its own command line > asyncio 1`] = `
python3 -c import asyncio
async def main():
 r, w = await asyncio.open_connection("a.b", 81, happy_eyeballs_delay=0.25)
 w.write(b"GET /c HTTP/1.1\\r\\nHost: a.b\\r\\nConnection: close\\r\\n\\r\\n")
 await r.read()
asyncio.run(main())
`

exports[`test/words/actions/visits.ts > TAP > each client has its own command line > chromium 1`] = `
env HOME=/run TMPDIR=/run chromium --headless --no-sandbox --incognito --disable-gpu --no-first-run --disable-background-networking --disable-component-update --disable-crash-reporter --disable-features=LocalNetworkAccessChecks --user-data-dir=/run/mtulab-chromium --dump-dom data:text/html,<img src="http://a.b:81/c">
`

exports[`test/words/actions/visits.ts > TAP > each client has its own command line > curl 1`] = `
curl -sSf -o /dev/null http://a.b:81/c
`

exports[`test/words/actions/visits.ts > TAP > each client has its own command line > firefox 1`] = `
sh -c 
rm -rf /run/mtulab-firefox
mkdir /run/mtulab-firefox
cat >/run/mtulab-firefox/user.js <<'END'
user_pref("network.trr.mode", 5);
user_pref("dom.security.https_first", false);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
user_pref("app.normandy.enabled", false);
user_pref("browser.safebrowsing.malware.enabled", false);
user_pref("browser.safebrowsing.phishing.enabled", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("services.settings.server", "data:,");
END
HOME=/run TMPDIR=/run MOZ_DISABLE_CONTENT_SANDBOX=1 exec firefox-esr --headless --no-remote -profile /run/mtulab-firefox --screenshot /run/mtulab-firefox/page.png "$1" sh data:text/html,<img src="http://a.b:81/c">
`

exports[`test/words/actions/visits.ts > TAP > each client has its own command line > node 1`] = `
node -e const s = require("net").connect({ host: "a.b", port: 81, autoSelectFamily: true }, () => s.write("GET /c HTTP/1.1\\r\\nHost: a.b\\r\\nConnection: close\\r\\n\\r\\n")); s.on("error", (e) => { console.error(e.code); process.exit(1); }); s.resume()
`

exports[`test/words/actions/visits.ts > TAP > each client has its own command line > rfc8305 1`] = `
mtulab connect http://a.b:81/c
`

exports[`test/words/actions/visits.ts > TAP > each client has its own command line > wget 1`] = `
wget -q -O /dev/null --tries=1 http://a.b:81/c
`
