//! Starts the language server of Svelte Warden, which must be installed.

use zed_extension_api::settings::LspSettings;
use zed_extension_api::{self as zed, serde_json, LanguageServerId, Result, Worktree};

const PROGRAM: &str = "svelte-warden";

struct SvelteWarden;

impl zed::Extension for SvelteWarden {
    fn new() -> Self {
        SvelteWarden
    }

    /// The program that the settings name, or else the one on the `PATH` of the worktree.
    fn language_server_command(
        &mut self,
        id: &LanguageServerId,
        worktree: &Worktree,
    ) -> Result<zed::Command> {
        let settings = LspSettings::for_worktree(id.as_ref(), worktree)?;
        let command = settings
            .binary
            .and_then(|binary| binary.path)
            .or_else(|| worktree.which(PROGRAM))
            .ok_or_else(|| format!("{PROGRAM} is not installed: there is none on the PATH"))?;
        Ok(zed::Command {
            command,
            args: vec!["lsp".to_string()],
            env: worktree.shell_env(),
        })
    }

    fn language_server_workspace_configuration(
        &mut self,
        id: &LanguageServerId,
        worktree: &Worktree,
    ) -> Result<Option<serde_json::Value>> {
        let settings = LspSettings::for_worktree(id.as_ref(), worktree)?.settings;
        Ok(settings.map(|settings| serde_json::json!({ "svelteWarden": settings })))
    }
}

zed::register_extension!(SvelteWarden);
