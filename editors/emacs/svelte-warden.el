;;; svelte-warden.el --- Mistakes of Svelte that show with the second click -*- lexical-binding: t; -*-

;; Version: 0.1.0
;; Package-Requires: ((emacs "28.1"))
;; Keywords: languages, tools
;; SPDX-License-Identifier: MIT

;;; Commentary:

;; Starts the language server of Svelte Warden with Eglot or lsp-mode.
;;
;; Eglot has one server for each mode: `svelte-warden-setup-eglot' makes it
;; this one.  lsp-mode runs several: `svelte-warden-setup-lsp-mode' adds this
;; one to those of the Svelte, TypeScript and JavaScript modes.

;;; Code:

(require 'seq)

(defvar eglot-server-programs)
(declare-function lsp-register-client "ext:lsp-mode")
(declare-function make-lsp-client "ext:lsp-mode")
(declare-function lsp-stdio-connection "ext:lsp-mode")
(declare-function eglot-current-server "eglot")
(declare-function eglot--TextDocumentIdentifier "eglot")
(declare-function jsonrpc-request "jsonrpc")

(defgroup svelte-warden nil
  "Mistakes of Svelte that show with the second click."
  :group 'tools
  :prefix "svelte-warden-")

(defcustom svelte-warden-command '("svelte-warden" "lsp")
  "The command that starts the language server."
  :type '(repeat string))

(defcustom svelte-warden-modes '(svelte-mode svelte-ts-mode)
  "The modes for which Eglot starts the server."
  :type '(repeat symbol))

(defcustom svelte-warden-file-regexp "\\.\\(?:svelte\\|[cm]?[jt]s\\)\\'"
  "Files for which lsp-mode starts the server."
  :type 'regexp)

;;;###autoload
(define-derived-mode svelte-warden-mode prog-mode "Svelte"
  "A mode for Svelte files, for those who have no other.
It knows comments and nothing else; Eglot and lsp-mode need some mode."
  (setq-local comment-start "<!-- " comment-end " -->"))

;;;###autoload
(defun svelte-warden-setup-eglot ()
  "Let Eglot start Svelte Warden for Svelte files."
  (with-eval-after-load 'eglot
    (let ((modes (append svelte-warden-modes '(svelte-warden-mode))))
      (add-to-list 'eglot-server-programs (cons modes svelte-warden-command))))
  (svelte-warden--use-own-mode-if-none))

;;;###autoload
(defun svelte-warden-setup-lsp-mode ()
  "Let lsp-mode start Svelte Warden beside the other servers of a file."
  (with-eval-after-load 'lsp-mode
    (lsp-register-client
     (make-lsp-client
      :new-connection (lsp-stdio-connection (lambda () svelte-warden-command))
      :activation-fn (lambda (file _mode) (string-match-p svelte-warden-file-regexp file))
      :add-on? t
      :priority -1
      :server-id 'svelte-warden)))
  (svelte-warden--use-own-mode-if-none))

(defun svelte-warden--use-own-mode-if-none ()
  "Open Svelte files in `svelte-warden-mode' if no other mode wants them."
  (unless (assoc-default "a.svelte" auto-mode-alist #'string-match-p)
    (add-to-list 'auto-mode-alist '("\\.svelte\\'" . svelte-warden-mode))))

(defun svelte-warden-context-tree ()
  "Show who renders this file, and who sets and reads contexts.
Only with Eglot."
  (interactive)
  (let* ((uri (plist-get (eglot--TextDocumentIdentifier) :uri))
         (tree (jsonrpc-request (eglot-current-server) :workspace/executeCommand
                                `(:command "svelte-warden.showContextTree" :arguments [,uri])))
         (roots (plist-get tree :roots)))
    (if (seq-empty-p roots)
        (message "No component renders this file, and it renders none.")
      (with-current-buffer (get-buffer-create "*svelte-warden context tree*")
        (let ((inhibit-read-only t))
          (erase-buffer)
          (svelte-warden--insert-nodes roots 0))
        (special-mode)
        (goto-char (point-min))
        (display-buffer (current-buffer))))))

(defun svelte-warden--insert-nodes (nodes depth)
  "Insert NODES and what is below them, DEPTH levels deep."
  (seq-doseq (node nodes)
    (insert (make-string (* 2 depth) ?\s) (plist-get node :label) "  "
            (propertize (plist-get node :detail)
                        'face (if (equal (plist-get node :kind) "broken-reader") 'error 'shadow))
            "\n")
    (svelte-warden--insert-nodes (plist-get node :children) (1+ depth))))

(provide 'svelte-warden)

;;; svelte-warden.el ends here
