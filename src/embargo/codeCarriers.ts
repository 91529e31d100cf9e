/**
 * Extensions that send code, or what the person does with it, to a service: assistants, shared
 * sessions, cloud scanners, activity trackers. By lower-case id; no such list is ever whole.
 */
const CARRIERS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    "aminer.codegeex": "CodeGeeX",
    "alibaba-cloud.tongyi-lingma": "Lingma",
    "amazonwebservices.amazon-q-vscode": "Amazon Q",
    "anthropic.claude-code": "Claude Code",
    "askcodi.askcodi-vscode": "AskCodi",
    "augment.vscode-augment": "Augment",
    "baiducomate.comate": "Comate",
    "bito.bito": "Bito",
    "blackboxapp.blackbox": "Blackbox",
    "blackboxapp.blackboxagent": "Blackbox",
    "codeium.codeium": "Windsurf (Codeium)",
    "codeium.codeium-enterprise-updater": "Windsurf (Codeium)",
    "codestream.codestream": "CodeStream",
    "codium.codium": "Qodo",
    "coderabbit.coderabbit-vscode": "CodeRabbit",
    "continue.continue": "Continue",
    "danielsanmedium.dscodegpt": "CodeGPT",
    "eamodio.gitlens": "GitLens (AI and cloud patches)",
    "fittentech.fitten-code": "Fitten Code",
    "github.copilot": "GitHub Copilot",
    "github.copilot-chat": "GitHub Copilot Chat",
    "google.geminicodeassist": "Gemini Code Assist",
    "google.gemini-cli-vscode-ide-companion": "Gemini CLI",
    "googlecloudtools.cloudcode": "Cloud Code",
    "kilocode.kilo-code": "Kilo Code",
    "marscode.marscode-extension": "MarsCode",
    "meshintelligenttechnologiesinc.pieces-vscode": "Pieces",
    "mintlify.document": "Mintlify",
    "ms-vsliveshare.vsliveshare": "Live Share",
    "openai.chatgpt": "Codex",
    "phind.phind": "Phind",
    "rooveterinaryinc.roo-cline": "Roo Code",
    "saoudrizwan.claude-dev": "Cline",
    "smallcloud.codify": "Refact",
    "snyk-security.snyk-vulnerability-scanner": "Snyk",
    "sourcegraph.amp": "Amp",
    "sourcegraph.cody-ai": "Cody",
    "sourcery.sourcery": "Sourcery",
    "supermaven.supermaven": "Supermaven",
    "tabnine.tabnine-vscode": "Tabnine",
    "tencent-cloud.coding-copilot": "CodeBuddy",
    "visualstudioexptteam.intellicode-api-usage-examples": "IntelliCode API Usage Examples",
    "wakatime.vscode-wakatime": "WakaTime",
    "znck.grammarly": "Grammarly",
  }),
);

/** The name of an extension that is known to send code; undefined for any other. */
export function carrierName(id: string): string | undefined {
  return CARRIERS.get(id.toLowerCase());
}
