/** A report as reporters write them: title and the beginning of its text. */
export type Report = readonly [title: string, description: string];

/** What a project has got over the years. No two tell of the same weakness. */
export const known: Readonly<Record<string, Report>> = {
  cookies: [
    "Header injection through control characters in http.cookies.Morsel.set()",
    "`http.cookies.Morsel.set()` accepted control characters in keys and values. A program that copies untrusted text into a cookie could be made to emit further headers.",
  ],
  cookieQuote: [
    "Quadratic complexity in http.cookies._unquote()",
    "Parsing a cookie value with many backslash escapes takes time quadratic in its length.",
  ],
  tarNames: [
    "tarfile reads member names of any length",
    "A small archive can make `tarfile` hold names of several gigabytes.",
  ],
  tarLinks: [
    "Links in archives escape the destination of tarfile extraction",
    "With filter='data', a symlink followed by a hard link to it lets tarfile.extractall() write outside the destination folder.",
  ],
  tarMode: [
    "tarfile data filter lets members change permissions of the destination",
    "A member named '.' makes TarFile.extract() chmod the folder that it extracts to.",
  ],
  zipRename: [
    "zipfile keeps path separators when members are renamed",
    "ZipFile.extract() of a renamed ZipInfo writes outside of the target folder.",
  ],
  zipBomb: [
    "zipfile overlapping entries allow a decompression bomb",
    "Quoted-overlap archives let a small zip file expand to petabytes; ZipFile does not detect overlap.",
  ],
  htmlParser: [
    "Quadratic time in html.parser for unclosed end tags",
    "HTMLParser.feed() scans the rest of the document for each unclosed `</`. A few hundred kilobytes take minutes.",
  ],
  htmlComment: [
    "html.parser mistakes the end of comments",
    "HTMLParser ends comments at `-->` only, while browsers also take `--!>`. Sanitizers based on it can be bypassed for XSS.",
  ],
  expatFree: [
    "Use after free in xml.etree when a parser is closed twice",
    "Closing the parser from its own callback frees the document twice. Found with ASAN in Modules/_elementtree.c.",
  ],
  expatBillion: [
    "xml.sax and pyexpat are vulnerable to entity expansion",
    "A billion laughs document makes expat use gigabytes of memory. The bundled libexpat is older than 2.4.1.",
  ],
  ftp: [
    "ftplib trusts the address in a passive reply",
    "A hostile FTP server can make the client connect to a host behind its firewall through the PASV response.",
  ],
  ssl: [
    "Certificates are not checked when ssl.wrap_stream() is given a name",
    "The host name is compared before the chain is verified, so SSLContext.verify_mode has no effect.",
  ],
  sslClose: [
    "ssl.SSLSocket passes unencrypted data before the handshake is done",
    "If the peer sends data and closes before the TLS handshake, SSLSocket.recv() returns bytes that were never encrypted.",
  ],
  urlRedirect: [
    "urllib follows redirects to file addresses",
    "A server can answer with `Location: file:///etc/hostname` and urllib.request.urlopen() opens it.",
  ],
  urlBlank: [
    "urllib.parse.urlsplit() accepts leading blanks, bypassing blocklists",
    "urlsplit(' https://evil.example') has an empty scheme, so filters by scheme and host are bypassed.",
  ],
  urlBrackets: [
    "urllib.parse accepts square brackets around hosts that are no IPv6 address",
    "urlsplit('http://[evil].example/') returns a host that differs from what other parsers see.",
  ],
  emailHeader: [
    "email.header folds before a line feed",
    "Header values with embedded newlines are emitted unquoted by email.generator, which allows header injection.",
  ],
  emailAddress: [
    "email.utils.parseaddr() takes the wrong address out of nested brackets",
    "parseaddr('alice@example.org)bob@evil.example') returns the wrong domain, so that sign-up checks by domain are bypassed.",
  ],
  plist: [
    "Unbounded memory use in plistlib when sizes are forged",
    "A short binary property list can announce an object of several gigabytes.",
  ],
  binascii: [
    "Reading past the end of a buffer in binascii.a2b_custom()",
    "An odd number of digits makes the decoder read one byte too many.",
  ],
  base64: [
    "base64.b64decode() accepts characters outside the alphabet",
    "Without validate=True foreign characters are dropped, so two different texts decode to the same bytes.",
  ],
  shelve: [
    "Shelves open files with default permissions",
    "shelve.open() makes files mode 0666 less umask.",
  ],
  tempfile: [
    "tempfile.TemporaryDirectory changes permissions through symlinks while cleaning up",
    "When removal fails, TemporaryDirectory._rmtree() calls chmod on the target of a symbolic link.",
  ],
  shutil: [
    "Path traversal in shutil.unpack_archive()",
    "Members named ../x of zip archives are written beside the target.",
  ],
  subprocess: [
    "subprocess on Windows runs a program from the current directory",
    "Popen(['git']) takes git.exe from the working directory before PATH.",
  ],
  mimetypes: [
    "Command injection through file names in mailcap.findmatch()",
    "The file name is put into the shell command without quoting.",
  ],
  ipaddress: [
    "ipaddress says that some addresses are private that are global",
    "is_private and is_global of IPv4Address do not follow the IANA registry of special addresses.",
  ],
  intString: [
    "Converting long strings to int takes quadratic time",
    "int('1' * 10**6) hangs the process; json.loads() of a long number does too.",
  ],
  regex: [
    "Catastrophic backtracking in difflib.IS_LINE_JUNK",
    "The regular expression takes exponential time on a line of blanks.",
  ],
  poplib: [
    "poplib accepts server lines of any length",
    "A hostile POP3 server makes the client use all memory.",
  ],
  asyncio: [
    "asyncio reads without limit while writing is paused",
    "_SelectorSocketTransport.writelines() does not pause writing and buffers without bound.",
  ],
  ctypes: [
    "Buffer overflow in PyCArg_repr of _ctypes",
    "ctypes.c_double.from_param(1e300) overflows a stack buffer by sprintf in Modules/_ctypes/callproc.c.",
  ],
  venv: [
    "venv activation scripts do not quote the path",
    "A virtual environment in a folder named `$(cmd)` runs the command when activated.",
  ],
  xmlrpc: [
    "xmlrpc.server lists files by its documentation page",
    "DocXMLRPCServer shows the source's absolute paths.",
  ],
};

/** New reports, and which of the known ones each repeats. */
export const repeats: readonly (readonly [report: Report, of: keyof typeof known])[] = [
  [
    [
      "CRLF injection in Morsel (http.cookies)",
      "A newline in the value given to Morsel.set lets an attacker inject Set-Cookie headers into the response.",
    ],
    "cookies",
  ],
  [
    [
      "Denial of service in Lib/http/cookies.py when unquoting",
      "The function _unquote is O(n^2) for cookies with backslashes. PoC: SimpleCookie('a=\"' + '\\\\' * 100000)",
    ],
    "cookieQuote",
  ],
  [
    [
      "[Security] TarFile.extractall filter bypass with symlink + hardlink",
      'Hello team, using filter="data" I can write a file outside the extraction directory with a crafted tar that has a symbolic link and a hardlink.',
    ],
    "tarLinks",
  ],
  [
    [
      "Memory exhaustion in tarfile via long GNU member names",
      "TarInfo with a huge size in a longname header: tarfile.open() allocates gigabytes for the name.",
    ],
    "tarNames",
  ],
  [
    [
      "HTMLParser hangs on `</` repeated many times",
      "html.parser.HTMLParser().feed('</' * 200000) takes minutes of CPU. Denial of service for any web application.",
    ],
    "htmlParser",
  ],
  [
    [
      "SSRF in ftplib: client connects to the host from PASV",
      "The FTP client trusts the IPv4 address of the server's passive reply (makepasv), port scanning behind the firewall becomes possible.",
    ],
    "ftp",
  ],
  [
    [
      "heap-use-after-free in _elementtree.c XMLParser close",
      "ASAN report: calling parser.close() in the callback of the same parser leads to a double free in Modules/_elementtree.c.",
    ],
    "expatFree",
  ],
  [
    [
      "urlopen can read local files by redirect",
      "urllib.request follows HTTP 302 to file:// so that a server can read /etc/passwd of the client.",
    ],
    "urlRedirect",
  ],
  [
    [
      "plistlib: DoS by forged object sizes in a binary plist",
      "Loading a 40 byte file with plistlib.load allocates several GB because the announced length is not checked.",
    ],
    "plist",
  ],
  [
    [
      "parseaddr returns wrong e-mail address",
      "email.utils.parseaddr with nested parentheses gives an address of another domain.",
    ],
    "emailAddress",
  ],
  [
    [
      "Out-of-bounds read in a2b_custom",
      "Fuzzing Modules/binascii.c shows an OOB read of one byte for inputs of odd length.",
    ],
    "binascii",
  ],
  [
    [
      "int() of huge digit strings: algorithmic complexity",
      "Converting a string of a million digits to int is quadratic and blocks the server.",
    ],
    "intString",
  ],
  [
    [
      "Zip overlapped entries (quoted-overlap zip bomb)",
      "zipfile.ZipFile does not notice overlapping entries, a 42 kB file becomes petabytes.",
    ],
    "zipBomb",
  ],
  [
    [
      "Trojan file extraction: shutil.unpack_archive writes files outside target dir",
      "A zip with ../../evil names is extracted by unpack_archive() without sanitizing.",
    ],
    "shutil",
  ],
  [
    [
      "Windows: subprocess.Popen executes binary planted in CWD",
      "If an attacker drops git.exe in the current working directory, Popen(['git']) will execute it instead of the one from PATH.",
    ],
    "subprocess",
  ],
  [
    [
      "sslsocket: plaintext data accepted before TLS handshake finished",
      "SSLSocket wraps a socket which was closed by peer; recv() gives unencrypted bytes.",
    ],
    "sslClose",
  ],
  [
    [
      "Unlimited line length in POP3 client",
      "poplib.POP3 keeps reading a response line with no newline until memory is exhausted.",
    ],
    "poplib",
  ],
  [
    [
      "mailcap: shell command injection",
      "findmatch in Lib/mailcap.py does not quote the filename: `; rm -rf /`",
    ],
    "mimetypes",
  ],
  [
    [
      "Information disclosure in ipaddress",
      "IPv4Address('192.0.0.0').is_private is incorrect according to IANA; is_global too",
    ],
    "ipaddress",
  ],
  [
    [
      "activate script command injection when path includes special chars",
      "python -m venv '$(touch pwned)' then source bin/activate executes the command.",
    ],
    "venv",
  ],
  [
    [
      "Stack buffer overflow with ctypes from_param repr",
      "repr(c_double.from_param(1e300)) crashes: PyCArg_repr uses sprintf",
    ],
    "ctypes",
  ],
  [["ReDoS in difflib", "IS_LINE_JUNK regex backtracks"], "regex"],
  [
    ["Billion laughs DoS with xml.dom.minidom", "Entity expansion exhausts memory, expat outdated"],
    "expatBillion",
  ],
  [
    [
      "Race condition in tempfile cleanup: chmod follows symlink",
      "TemporaryDirectory cleanup calls os.chmod on symlink target",
    ],
    "tempfile",
  ],
  [
    [
      "email header injection: newlines unquoted by generator",
      "email.generator.BytesGenerator doesn't quote \\n in headers",
    ],
    "emailHeader",
  ],
];

/** New reports that repeat none, though they share a module, a kind of weakness or many words. */
export const fresh: readonly Report[] = [
  [
    "http.cookies.SimpleCookie accepts cookies without a name",
    "`SimpleCookie('=value')` makes a cookie whose key is empty, which other servers read in another way.",
  ],
  [
    "tarfile ignores the checksum of pax headers",
    "A changed header is taken as it is by tarfile.open() in stream mode.",
  ],
  [
    "Quadratic complexity in configparser",
    "RawConfigParser.read_string() takes quadratic time for many continuation lines.",
  ],
  [
    "Use after free in sqlite3 when a connection is closed in a callback",
    "Calling Connection.close() from a trace callback frees the statement. ASAN report attached.",
  ],
  [
    "Path traversal in http.server on Windows",
    "SimpleHTTPRequestHandler.translate_path() lets a drive letter through.",
  ],
  [
    "Out-of-bounds read in the unicodedata normalizer",
    "unicodedata.normalize() reads past the table for a code point of plane 16.",
  ],
  [
    "Command injection in webbrowser.open()",
    "A URL that starts with a dash is taken as an option by the browser.",
  ],
  [
    "Buffer overflow in getpath on Windows",
    "A long PYTHONHOME overflows a stack buffer in PC/getpathp.c.",
  ],
  [
    "smtplib accepts STARTTLS responses before the handshake",
    "Commands injected before TLS are executed after it.",
  ],
  [
    "Hash collisions in frozenset",
    "Crafted sets of tuples take quadratic time since the hash of frozenset is weak.",
  ],
  [
    "Docs site: XSS in the search page",
    "The query parameter of docs.python.org/3/search.html is written into the page.",
  ],
  [
    "Hello, I found a bug in python",
    "I found a security vulnerability in python. Please contact me for details and bounty.",
  ],
  [
    "zipimport runs code from a changed archive",
    "zipimport caches the directory of the archive and takes bytes from another member after the file was replaced.",
  ],
  [
    "imaplib sends the password in the log",
    "With debug > 3 the LOGIN command is printed with credentials.",
  ],
  ["tarfile infinite loop on crafted pax header", "tarfile.open hangs forever"],
  ["zipfile: CPU exhaustion for zip64 locator", "ZipFile loops over end of central directory"],
  ["ssl: memory leak in SSLContext.set_servername_callback", "each call leaks a context"],
  [
    "html.escape does not escape backticks",
    "XSS in old browsers when attributes are quoted by backticks",
  ],
  ["urllib.robotparser uses excessive memory", "robots.txt of unlimited size read by urllib"],
  [
    "email.message_from_bytes quadratic header parsing",
    "many continuation lines take quadratic time in email.feedparser",
  ],
  ["pickle.loads executes arbitrary code", "pickle RCE"],
  ["ftplib: CRLF injection in FTP commands", "FTP.cwd('x\\r\\nDELE y') sends two commands"],
  ["subprocess shell=True command injection", "user input is executed"],
  ["json.loads recursion crash", "deeply nested arrays overflow the C stack"],
];
