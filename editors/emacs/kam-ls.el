;;; kam-ls.el --- KAM Job workload specs, with kam-ls  -*- lexical-binding: t; -*-

;; SPDX-License-Identifier: Apache-2.0

;; Author: The kam-ls authors
;; Version: 0.1.0
;; Package-Requires: ((emacs "28.1"))
;; Keywords: languages, tools
;; URL: https://github.com/kam-ls/kam-ls

;;; Commentary:

;; Modes for KAM Job workload specs in YAML and JSON, and kam-ls, their language
;; server, in Eglot and in lsp-mode.  Have it started with
;;
;;   (add-hook 'kam-ls-mode-hook #'eglot-ensure)
;;   (add-hook 'kam-ls-json-mode-hook #'eglot-ensure)
;;
;; Other YAML and JSON files are left alone.  `kam-ls-render' shows what a spec is
;; in Kubernetes, `kam-ls-schedules' when its schedules run, `kam-ls-fix-all'
;; mends what is safe to mend.

;;; Code:

(require 'button)
(require 'subr-x)

(defgroup kam-ls nil
  "KAM Job workload specs."
  :group 'languages
  :prefix "kam-ls-")

(defcustom kam-ls-program "kam-ls"
  "The language server, as a name on the path or as a file."
  :type 'string
  :risky t)

(defcustom kam-ls-fix-on-save nil
  "Whether everything that is safe to mend is mended when a spec is saved."
  :type 'boolean
  :safe #'booleanp)

;;;; Which files are specs

;; Modes for all of YAML are often loaded later, and then their entries stand first
;; in `auto-mode-alist'.  What `magic-mode-alist' says comes before all of those.

;;;###autoload
(progn
  (defun kam-ls-yaml-p ()
    "Whether the visited file is a spec in YAML, or a configuration of kam-ls.
Its name or its first comment says so."
    (and buffer-file-name
         (let ((case-fold-search nil))
           (or (string-match-p "\\(?:\\`\\|[/.]\\)kam\\.ya?ml\\'\\|\\.kam-ls\\.yaml\\'" buffer-file-name)
               (and (string-match-p "\\.[Yy][Aa]?[Mm][Ll]\\'" buffer-file-name)
                    (save-excursion
                      (goto-char (point-min))
                      (looking-at "\ufeff?\\(?:[ \t\r]*\\(?:%.*\\|---[ \t\r]*\\)?\n\\)*[ \t]*#+[ \t]*kam-ls:[ \t]+spec\\(?:[ \t\r\n]\\|\\'\\)")))))))
  (defun kam-ls-json-p ()
    "Whether the visited file is a spec in JSON, by its name."
    (and buffer-file-name
         (let ((case-fold-search nil))
           (string-match-p "\\(?:\\`\\|[/.]\\)kam\\.json\\'" buffer-file-name))))
  (add-to-list 'magic-mode-alist '(kam-ls-yaml-p . kam-ls-mode))
  (add-to-list 'magic-mode-alist '(kam-ls-json-p . kam-ls-json-mode)))

;;;; Modes

(defvar kam-ls-plain-yaml-mode-font-lock-keywords
  '(("^[ \t]*\\(?:-[ \t]+\\)*\\([^][{}\"'#,& \t\n][^#\n]*?\\):\\(?:[ \t]\\|$\\)" 1 font-lock-variable-name-face)
    ("[{,][ \t]*\\([[:alnum:]_.-]+\\):\\(?:[ \t]\\|$\\)" 1 font-lock-variable-name-face)
    ("[&*][[:alnum:]_-]+" . font-lock-constant-face)
    ("\\_<\\(?:true\\|false\\|null\\)\\_>" . font-lock-constant-face))
  "What is highlighted besides comments and strings.")

(defun kam-ls--indent-line ()
  "Indent as the line before, one step further if that opens something.
Where the line stands there already, take one step back."
  (let* ((deepest (save-excursion
                    (forward-line 0)
                    (if (re-search-backward "^[ \t]*[^ \t\n]" nil t)
                        (+ (current-indentation) (if (looking-at ".*:[ \t]*\\(?:#.*\\)?$") 2 0))
                      0)))
         (column (current-indentation))
         (target (if (or (/= column deepest) (not (eq this-command last-command))) deepest (max 0 (- column 2)))))
    (if (<= (current-column) column)
        (indent-line-to target)
      (save-excursion (indent-line-to target)))))

(define-derived-mode kam-ls-plain-yaml-mode prog-mode "YAML"
  "YAML, where there is no other mode for it."
  (modify-syntax-entry ?# "." kam-ls-plain-yaml-mode-syntax-table)
  (modify-syntax-entry ?\" "." kam-ls-plain-yaml-mode-syntax-table)
  (modify-syntax-entry ?\n ">" kam-ls-plain-yaml-mode-syntax-table)
  ;; A quote or a hash within a word is neither a string nor a comment.
  (setq-local syntax-propertize-function
              (syntax-propertize-rules
               ("\\(?:^\\|[][{},: \t-]\\)\\(\"\\)\\(?:[^\"\\\n]\\|\\\\.\\)*\\(\"\\)" (1 "|") (2 "|"))
               ("\\(?:^\\|[][{},: \t-]\\)\\('\\)\\(?:[^'\n]\\|''\\)*\\('\\)" (1 "|") (2 "|"))
               ("\\(?:^\\|[ \t]\\)\\(#\\)" (1 "<"))))
  (setq-local comment-start "# "
              comment-start-skip "#+[ \t]*"
              indent-tabs-mode nil
              indent-line-function #'kam-ls--indent-line
              font-lock-defaults '(kam-ls-plain-yaml-mode-font-lock-keywords)))

(declare-function treesit-language-available-p "treesit.c" (language &optional detail))

(defun kam-ls--first-mode (&rest modes)
  "The first of MODES that there is.
A mode as (MODE LANGUAGE) needs the tree-sitter grammar of a language."
  (seq-some (lambda (mode)
              (if (consp mode)
                  (and (fboundp (car mode))
                       (fboundp 'treesit-language-available-p)
                       (treesit-language-available-p (cadr mode))
                       (car mode))
                (and (fboundp mode) mode)))
            modes))

(defalias 'kam-ls--yaml-base (kam-ls--first-mode '(yaml-ts-mode yaml) 'yaml-mode 'kam-ls-plain-yaml-mode))
(defalias 'kam-ls--json-base (kam-ls--first-mode '(json-ts-mode json) 'json-mode 'js-json-mode 'js-mode))

;;;###autoload (autoload 'kam-ls-mode "kam-ls" "Major mode for specs in YAML." t)
(define-derived-mode kam-ls-mode kam-ls--yaml-base "KAM"
  "Major mode for KAM Job workload specs in YAML."
  (setq-local tab-width 2)
  (add-hook 'before-save-hook #'kam-ls--before-save nil t))

;;;###autoload (autoload 'kam-ls-json-mode "kam-ls" "Major mode for specs in JSON." t)
(define-derived-mode kam-ls-json-mode kam-ls--json-base "KAM[JSON]"
  "Major mode for KAM Job workload specs in JSON."
  (add-hook 'before-save-hook #'kam-ls--before-save nil t))

;;;; The server

(defun kam-ls--command (&rest _)
  "The command line of the server."
  (list kam-ls-program "serve"))

(defvar eglot-server-programs)
(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs
               (cons '((kam-ls-mode :language-id "kam-yaml") (kam-ls-json-mode :language-id "kam-json")) #'kam-ls--command)))

(defvar lsp-language-id-configuration)
(declare-function lsp-register-client "lsp-mode" (client))
(declare-function make-lsp-client "lsp-mode")
(declare-function lsp-stdio-connection "lsp-mode" (command &optional test-command))
(declare-function lsp-activate-on "lsp-mode" (&rest languages))
(with-eval-after-load 'lsp-mode
  (add-to-list 'lsp-language-id-configuration '(kam-ls-mode . "kam-yaml"))
  (add-to-list 'lsp-language-id-configuration '(kam-ls-json-mode . "kam-json"))
  (lsp-register-client
   (make-lsp-client :new-connection (lsp-stdio-connection #'kam-ls--command)
                    :activation-fn (lsp-activate-on "kam-yaml" "kam-json")
                    :server-id 'kam-ls)))

(declare-function eglot-code-actions "eglot" (beg &optional end action-kind interactive))
(declare-function lsp-execute-code-action-by-kind "lsp-mode" (command-kind))
(declare-function eglot-managed-p "eglot" ())
(declare-function eglot-current-server "eglot" ())
(declare-function eglot--signal-textDocument/didChange "eglot" ())
(declare-function eglot--TextDocumentIdentifier "eglot" ())
(declare-function jsonrpc-request "jsonrpc" (connection method params &rest args))
(declare-function lsp-request "lsp-mode" (method params &rest args))
(declare-function lsp--buffer-uri "lsp-mode" ())

(defconst kam-ls--fix-all "source.fixAll.kam"
  "The kind of the code action with every fix that is safe.")

(defun kam-ls--client ()
  "The client that has the current buffer: `eglot', `lsp' or nil."
  (cond ((and (fboundp 'eglot-managed-p) (eglot-managed-p)) 'eglot)
        ((bound-and-true-p lsp-managed-mode) 'lsp)))

(defun kam-ls--execute (command &optional options)
  "Have the server execute COMMAND for the current buffer, with OPTIONS if any."
  (pcase (kam-ls--client)
    ('eglot
     (eglot--signal-textDocument/didChange) ; the server has the buffer as it is
     (condition-case err
         (jsonrpc-request (eglot-current-server) :workspace/executeCommand
                          (kam-ls--params command (plist-get (eglot--TextDocumentIdentifier) :uri) options))
       (jsonrpc-error (user-error "%s" (or (alist-get 'jsonrpc-error-message (cdr err)) (cadr err))))))
    ('lsp (lsp-request "workspace/executeCommand" (kam-ls--params command (lsp--buffer-uri) options)))
    (_ (kam-ls--no-client))))

(defun kam-ls--no-client ()
  "Say that the current buffer has no server."
  (user-error "No server here: M-x eglot starts it"))

(defun kam-ls--params (command uri options)
  "The parameters that have COMMAND executed for URI, with OPTIONS if any."
  (list :command command :arguments (if options (vector uri options) (vector uri))))

(defun kam-ls--get (object key)
  "Of OBJECT, an answer in the form that its client has, the value of KEY."
  (if (hash-table-p object)
      (gethash (substring (symbol-name key) 1) object)
    (plist-get object key)))

;;;; What the server makes of a spec

(defvar-local kam-ls--source nil "The buffer of the spec that is shown here.")
(defvar-local kam-ls--show nil "The function that shows it anew.")

(defvar kam-ls-view-mode-map
  (let ((map (make-sparse-keymap)))
    (define-key map "g" #'revert-buffer)
    (define-key map "q" #'quit-window)
    map)
  "Keymap of `kam-ls-view-mode'.")

(define-minor-mode kam-ls-view-mode
  "What the server makes of a spec.
\\<kam-ls-view-mode-map>\\[revert-buffer] shows it as it is now."
  :keymap kam-ls-view-mode-map
  (setq buffer-read-only t)
  (setq-local revert-buffer-function #'kam-ls--refresh))

(defun kam-ls--refresh (&rest _)
  "Show anew what is in the current buffer."
  (unless (buffer-live-p kam-ls--source)
    (user-error "The spec is no longer open"))
  (let ((show kam-ls--show))
    (with-current-buffer kam-ls--source (funcall show))))

(defun kam-ls--view (kind mode show insert)
  "Show something of KIND in a buffer in MODE, and return that.
INSERT inserts it, SHOW will do all of this again."
  (let ((source (current-buffer))
        (buffer (get-buffer-create (format "*%s of %s*" kind (buffer-name)))))
    (with-current-buffer buffer
      (let ((inhibit-read-only t) (line (line-number-at-pos)))
        (erase-buffer)
        (funcall insert source)
        (goto-char (point-min))
        (forward-line (1- line)))
      (delay-mode-hooks (funcall mode))
      (kam-ls-view-mode)
      (setq kam-ls--source source kam-ls--show show))
    (display-buffer buffer)
    buffer))

;;;###autoload
(defun kam-ls-render (&optional annotate)
  "Show the Kubernetes manifest of this spec.
With a prefix argument, ANNOTATE its lines with where they come from.
\\<kam-ls-view-mode-map>\\[revert-buffer] there shows what the spec is by then."
  (interactive "P")
  (let ((answer (kam-ls--execute "kam.render" (and annotate '(:annotate t)))))
    (kam-ls--view "manifest" 'kam-ls--yaml-base (lambda () (kam-ls-render annotate))
                  (lambda (_) (insert (kam-ls--get answer :manifest))))))

;;;###autoload
(defun kam-ls-schedules ()
  "Show the schedules of this spec, in English, and when they come next."
  (interactive)
  (let ((schedules (kam-ls--execute "kam.schedules")))
    (when (seq-empty-p schedules)
      (user-error "No schedule here"))
    (kam-ls--view "schedules" 'special-mode #'kam-ls-schedules
                  (lambda (source) (seq-do (lambda (schedule) (kam-ls--insert-schedule schedule source)) schedules)))))

(defun kam-ls--insert-schedule (schedule source)
  "Insert SCHEDULE of the buffer SOURCE as text."
  (let ((line (kam-ls--get (kam-ls--get (kam-ls--get schedule :range) :start) :line)))
    (insert-text-button (kam-ls--get schedule :schedule)
                        'help-echo "visit this schedule"
                        'action (lambda (_)
                                  (pop-to-buffer source)
                                  (goto-char (point-min))
                                  (forward-line line)))
    (insert (format "  %s: %s\n" (kam-ls--get schedule :workload) (kam-ls--get schedule :description)))
    (seq-do (lambda (note) (insert (format "  note: %s\n" note))) (kam-ls--get schedule :notes))
    (let ((zone (kam-ls--get schedule :timeZone)))
      (seq-do (lambda (run) (insert (format-time-string "  %a %F %R " (date-to-time run) zone) zone "\n"))
              (kam-ls--get schedule :next)))
    (insert "\n")))

;;;###autoload
(defun kam-ls-fix-all ()
  "Mend everything in this spec that is safe to mend."
  (interactive)
  (pcase (kam-ls--client)
    ('eglot (eglot-code-actions (point-min) (point-max) kam-ls--fix-all t))
    ('lsp (lsp-execute-code-action-by-kind kam-ls--fix-all))
    (_ (kam-ls--no-client))))

(defun kam-ls--before-save ()
  "Mend the spec, if `kam-ls-fix-on-save' is set.
Whatever goes wrong, such as that there is nothing to mend, the buffer is saved."
  (when (and kam-ls-fix-on-save (kam-ls--client))
    (ignore-errors (kam-ls-fix-all))))

(provide 'kam-ls)
;;; kam-ls.el ends here
